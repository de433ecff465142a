import type { RemoteNews } from "../../remote";
import type { RemoteKind } from "../../schema";

/** What a delivery of a vendor says about one of its runs. */
export interface InboundMessage {
  kind: RemoteKind;
  /** The vendor's id of the run. */
  externalId: string;
  /** The id of our call, where the vendor gives it back; for runs whose id was never told us. */
  callId: string | null;
  news: RemoteNews;
  /** When it came to be so, by the vendor's clock. */
  at: string | null;
}
