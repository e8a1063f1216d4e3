import { isTextual } from './file-kinds.ts'
import { PREVIEW_CHARS, PREVIEW_LINES } from './limits.ts'
import type { FileRecord } from './records.ts'

/** What the bytes of a file tell about it: the size of a picture, the beginning of a text. */
export function factsOf(mimetype: string, bytes: Buffer): Pick<FileRecord, 'width' | 'height' | 'preview'> {
  if (mimetype.startsWith('image/')) return sizeOf(bytes) ?? {}
  return isTextual(mimetype) ? { preview: previewOf(bytes.toString('utf8')) } : {}
}

function previewOf(text: string): { text: string; lines: number; truncated: boolean } {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const beginning = lines.slice(0, PREVIEW_LINES).join('\n').slice(0, PREVIEW_CHARS)
  const truncated = lines.length > PREVIEW_LINES || beginning.length < lines.join('\n').length
  return { text: beginning, lines: lines.length, truncated }
}

type Size = { width: number; height: number }

/** Width and height of a PNG, GIF or JPEG, in pixels, from its header. */
function sizeOf(bytes: Buffer): Size | undefined {
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47)
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 4) === 'GIF8')
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  return bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : undefined
}

/** A JPEG's size stands in its frame header, behind segments of other kinds. */
function jpegSize(bytes: Buffer): Size | undefined {
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
