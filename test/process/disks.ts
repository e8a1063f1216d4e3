import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The exit code of a command of the system's. */
export function shell(command: string): number | null {
  return spawnSync(command, { shell: true }).status
}

/** Only root may mount, and in some containers not even root. */
export function canMount(): boolean {
  if (process.getuid?.() !== 0) return skipped('not root')
  const probe = shell('unshare -m mount -t tmpfs tmpfs /mnt')
  return probe === 0 || skipped('mounting is not allowed here')
}

/** Files that root has made immutable refuse also those who have them open, as a disk does that can only be read. */
export function canFreeze(): boolean {
  const probe = mkdtempSync(path.join(tmpdir(), 'tocsin-freeze-'))
  const frozen = shell(`touch ${probe}/f && chattr +i ${probe}/f && chattr -i ${probe}/f`)
  rmSync(probe, { recursive: true, force: true })
  return frozen === 0 || skipped('files cannot be made immutable here')
}

/** A disk of its own that becomes readable only at its first error; undefined where that cannot be had. */
export function fragileDisk(folder: string): { fails(): void; gone(): void; back(): void } | undefined {
  const image = `${folder}.img`
  const mount = `mount -o loop,errors=remount-ro ${image} ${folder}`
  const made = shell(`truncate -s 24M ${image} && mkfs.ext4 -q ${image} && ${mount}`)
  const device = spawnSync('findmnt', ['-no', 'SOURCE', folder]).stdout?.toString().trim()
  const trigger = `/sys/fs/ext4/${path.basename(device ?? '')}/trigger_fs_error`
  const gone = () => {
    shell(`umount -l ${folder}`)
    rmSync(image, { force: true })
  }
  if (made !== 0 || shell(`test -w ${trigger}`) !== 0) {
    gone()
    skipped('a disk of its own cannot be had here')
    return undefined
  }
  return {
    fails: () => void shell(`echo 1 > ${trigger}`),
    gone,
    back: () => void shell(`umount ${folder} && (e2fsck -fp ${image}; ${mount})`),
  }
}

function skipped(why: string): false {
  console.log(`Some trouble of disks is not tried: ${why}`)
  return false
}
