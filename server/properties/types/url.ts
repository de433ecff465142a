import { isUrl } from "../formats";
import { textSpec } from "../text";

/** An absolute URL. Schemes that run code when followed are refused. */
export const urlType = textSpec({
  kind: "url",
  label: "URL",
  must: "an absolute URL, such as https://example.com",
  test: isUrl,
  specs: ["open-api", "async-api", "embedded-url"],
  sample: "https://example.com",
});
