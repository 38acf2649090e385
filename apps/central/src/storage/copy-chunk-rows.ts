/** Rows of a snapshot's chunk: small enough to fetch again after a broken line, large enough to compress well. */
export const COPY_CHUNK_ROWS = 65_536;
