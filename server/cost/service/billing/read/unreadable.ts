/** A file of which nothing can be read; the message says why and what to send instead. */
export class UnreadableFile extends Error {}
