import { handleRest } from "@/server/api/rest-handler";

/** In development; in production server/web.ts answers before Next sees the request. */
export {
  handleRest as DELETE,
  handleRest as GET,
  handleRest as PATCH,
  handleRest as POST,
  handleRest as PUT,
};
