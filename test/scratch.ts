import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Where Linux keeps files in memory. In a container it may be tiny, or not be there at all. */
const IN_MEMORY = '/dev/shm'
const ROOM_BYTES = 1024 ** 3

/**
 * The folder for what tests write: in memory where there is room, because the disk under every commit is most of what
 * they would wait for. It hides nothing: no test cuts the power, and what a killed process has written the system
 * still has, on a disk or not. TMPDIR overrules it.
 */
export function scratch(): string {
  if (process.env.TMPDIR !== undefined) return tmpdir()
  try {
    accessSync(IN_MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize < ROOM_BYTES ? tmpdir() : IN_MEMORY
  } catch {
    return tmpdir()
  }
}
