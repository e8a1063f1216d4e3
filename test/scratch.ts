import { accessSync, constants, statfsSync } from 'node:fs'

/** Where Linux keeps files in memory. In a container it may be tiny, or not be there at all. */
const IN_MEMORY = '/dev/shm'
const ROOM_BYTES = 1024 ** 3

/**
 * What the tests' folders cost is mostly the disk under every commit. None of them cuts the power, and whatever
 * a killed process has written the system still has, on a disk or not: so where there is room they are in memory.
 */
export function scratch(): { TMPDIR?: string } {
  if (process.env.TMPDIR !== undefined) return {}
  try {
    accessSync(IN_MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize < ROOM_BYTES ? {} : { TMPDIR: IN_MEMORY }
  } catch {
    return {}
  }
}
