import { deleteFile, fill, newFile } from '../files.ts'
import { secret } from '../ids.ts'
import { FILE_BYTES } from '../limits.ts'
import type { Acked, Person, Type } from '../protocol.ts'
import type { FileRecord } from '../records.ts'
import type { Workspace } from '../workspace.ts'
import { Impossible, personOf } from './acting.ts'

const BYTES_PER_MB = 1_000_000

/** A person hands over a file, to be sent with a message. Nobody sees it before. */
export async function upload(
  workspace: Workspace,
  given: { as: string; name: string; bytes: Buffer },
): Promise<{ file: string }> {
  const person = personOf(workspace, given.as)
  const file = await keep(workspace, person, given.name, given.bytes)
  return { file: file.id }
}

async function keep(workspace: Workspace, person: Person, name: string, bytes: Buffer): Promise<FileRecord> {
  if (bytes.length === 0) throw new Impossible(`${name} is empty.`)
  if (bytes.length > FILE_BYTES)
    throw new Impossible(`${name} is too large: a file has at most ${FILE_BYTES / BYTES_PER_MB} MB here.`)
  const file = newFile(workspace, { name, size: bytes.length, user: person.id })
  file.ticket = secret(16)
  await fill(workspace, file, bytes)
  return file
}

/** The files of a message: texts given with it, or files that were handed over before. */
export async function attached(
  workspace: Workspace,
  person: Person,
  given: NonNullable<Type['files']>,
): Promise<FileRecord[]> {
  const files: FileRecord[] = []
  for (const one of given) {
    const file =
      'id' in one
        ? workspace.files.get(one.id)
        : await keep(workspace, person, one.name, Buffer.from(one.text, 'utf8'))
    if (file?.ticket === undefined || file.user !== person.id)
      throw new Impossible('That file is gone. Attach it again.', 404)
    files.push(file)
  }
  for (const file of files) delete file.ticket
  return files
}

/** A person deletes a file of their own: everywhere, for everybody. */
export function removeFile(workspace: Workspace, as: string, id: string): Acked {
  const person = personOf(workspace, as)
  const file = workspace.files.get(id)
  if (!file) throw new Impossible('That file is gone.', 404)
  if (file.user !== person.id) throw new Impossible('People delete only files of their own.')
  deleteFile(workspace, file)
  return { ok: true, ms: 0 }
}
