/** The transfer Worker ↔ one of its own making that brings files to the disk. */

/** Asked of that Worker. */
export interface FlushCalls {
  /** Replies when what is in this closed file is on the disk. */
  flush: { payload: { file: FileSystemFileHandle }; reply: null };
}
