const uses = new Set<{ handle: object }>();

/**
 * A call on a handle of the file system, which is held until that is answered. Chromium forgets a call whose handle was collected as garbage
 * meanwhile: its promise never settles.
 */
export const using = async <Handle extends object, Result>(handle: Handle, call: (handle: Handle) => Promise<Result>): Promise<Result> => {
  const use = { handle };
  uses.add(use);
  try {
    return await call(handle);
  } finally {
    uses.delete(use);
  }
};
