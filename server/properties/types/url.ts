import { isUrl } from "../formats";
import { textSpec } from "../text";

/** An absolute URL. Schemes that run code when followed are refused. */
export const urlType = textSpec({
  kind: "url",
  label: "URL",
  description: "An address that becomes a link; it can also show a page or an API description.",
  must: "an absolute URL, such as https://example.com",
  test: isUrl,
  specs: ["open-api", "async-api", "embedded-url"],
  sample: "https://example.com",
});
