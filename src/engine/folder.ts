import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Node's own recursive way never comes back where the system says that there is
 * no such folder and will not make it either, as in /proc. Throws a sentence that names the folder.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw new Error(`${folder} cannot be a folder: there is a file in its place`)
    if (code !== 'ENOENT' || existsSync(dirname(folder)))
      throw new Error(`the folder ${folder} cannot be made (${message})`)
    makeFolder(dirname(folder))
    mkdirSync(folder)
  }
}
