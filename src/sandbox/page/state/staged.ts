import { FILE_BYTES, FILES_PER_MESSAGE } from '../../limits.ts'
import { sizeText } from '../text/sizes.ts'
import { createStore } from './store.ts'
import { toast } from './toasts.ts'

/** Files that wait in each composer to be sent, by the composer's draft key. */
export const staged = createStore<Record<string, File[]>>({})

/** Adds files to a composer; what cannot be sent is told at once. */
export function stage(key: string, files: Iterable<File>): void {
  const kept = [...(staged.get()[key] ?? [])]
  for (const file of files) {
    if (file.size > FILE_BYTES)
      toast(
        `${file.name} is too large: it has ${sizeText(file.size)}, and ${sizeText(FILE_BYTES)} is the most.`,
        'bad',
      )
    else if (file.size === 0) toast(`${file.name} is empty, or a folder.`, 'bad')
    else if (kept.length >= FILES_PER_MESSAGE) toast(`A message takes ${FILES_PER_MESSAGE} files.`, 'bad')
    else kept.push(file)
  }
  staged.set({ ...staged.get(), [key]: kept })
}

export function unstage(key: string, file: File): void {
  staged.set({ ...staged.get(), [key]: (staged.get()[key] ?? []).filter((one) => one !== file) })
}

/** What waits there, taken out to be sent. */
export function takeStaged(key: string): File[] {
  const files = staged.get()[key] ?? []
  staged.set({ ...staged.get(), [key]: [] })
  return files
}
