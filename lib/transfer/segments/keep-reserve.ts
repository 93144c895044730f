import { holding } from './holding';
import { giveUpReserve, RESERVE, RESERVE_SIZE } from './reserve';
import { asOutOfSpace, OutOfSpace } from './segment-store';

/** Fills the reserve where it is missing. Throws OutOfSpace, and then takes no room. Only for dedicated Workers. */
export const keepReserve = async (root: FileSystemDirectoryHandle): Promise<void> => {
  try {
    const file = await holding(root, () => root.getFileHandle(RESERVE, { create: true }));
    if ((await holding(file, () => file.getFile())).size === RESERVE_SIZE) return;
    const handle = await holding(file, () => file.createSyncAccessHandle());
    try {
      // Not by truncate(): a file system need not give room to a hole.
      if (handle.write(new Uint8Array(RESERVE_SIZE), { at: 0 }) < RESERVE_SIZE) throw new OutOfSpace('the reserve');
      handle.flush();
    } finally {
      handle.close();
    }
  } catch (error) {
    await giveUpReserve(root);
    throw asOutOfSpace(error);
  }
};
