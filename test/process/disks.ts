import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The exit code of a command of the system's. */
export function shell(command: string): number | null {
  return spawnSync(command, { shell: true, stdio: 'ignore' }).status
}

/** Only root may mount, and in some containers not even root. */
export function canMount(): boolean {
  if (process.getuid?.() !== 0) return skipped('not root')
  const probe = shell('unshare -m mount -t tmpfs tmpfs /mnt')
  return probe === 0 || skipped('mounting is not allowed here')
}

/** A disk of its own under a folder, in a file beside it. */
export type Disk = {
  /** From the first error on it can only be read, as its file system was told to do; this is one. */
  fails(): void
  /** Mounted anew. Nobody may have a file open there. */
  back(): void
  /** Whoever has the file open cannot write it any more either. */
  freeze(files: readonly string[]): void
  thaw(files: readonly string[]): void
  remove(): void
}

export function diskUnder(folder: string): Disk | undefined {
  const image = `${folder}.img`
  const mount = `mount -o loop,errors=remount-ro ${image} ${folder}`
  const made = shell(`truncate -s 24M ${image} && mkfs.ext4 -q ${image} && ${mount}`)
  const device = made === 0 ? mountedAt(folder) : ''
  const trigger = `/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`
  const paths = (files: readonly string[]) => files.map((file) => path.join(folder, file)).join(' ')
  const disk: Disk = {
    fails: () => void shell(`echo 1 > ${trigger}`),
    back: () => void shell(`umount ${folder} && (e2fsck -fp ${image}; ${mount})`),
    freeze: (files) => void shell(`chattr +i ${paths(files)}`),
    thaw: (files) => void shell(`chattr -i ${paths(files)}`),
    remove() {
      shell(`umount -l ${folder}`)
      rmSync(image, { force: true })
    },
  }
  if (made === 0 && shell(`test -w ${trigger} && chattr -i ${folder}`) === 0) return disk
  disk.remove()
  return undefined
}

function mountedAt(folder: string): string {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  const [device = ''] = mounts.find((mount) => mount.split(' ')[1] === folder)?.split(' ') ?? []
  return device
}

/** It takes root, loop devices and ext4. */
export function canHaveDisk(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-disk-'))
  const disk = diskUnder(folder)
  disk?.remove()
  rmSync(folder, { recursive: true, force: true })
  return disk !== undefined || skipped('there can be no disk of its own here')
}

function skipped(why: string): false {
  console.log(`Some troubles of disks are not tried: ${why}`)
  return false
}
