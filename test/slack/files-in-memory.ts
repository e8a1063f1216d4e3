import type { EvidenceFiles } from '../../src/engine/evidence-files.ts'

/** Copies of files, by `stream file`, where nothing else has to survive. */
export function filesInMemory(): EvidenceFiles & { kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>()
  return {
    kept,
    async keep({ stream, file }, bytes) {
      kept.delete(`${stream} ${file}`)
      const chunks: Uint8Array[] = []
      for await (const chunk of bytes()) chunks.push(chunk)
      kept.set(`${stream} ${file}`, Buffer.concat(chunks))
    },
    async *read({ stream, file }) {
      const all = kept.get(`${stream} ${file}`)
      if (all) yield all
    },
    async forget(stream, file) {
      kept.delete(`${stream} ${file}`)
    },
  }
}
