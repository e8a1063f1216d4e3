/** What Slack calls files by the end of their name. */

type Kind = { mimetype: string; filetype: string; pretty: string }

const KINDS = new Map<string, Kind>(
  Object.entries({
    png: { mimetype: 'image/png', filetype: 'png', pretty: 'PNG' },
    jpg: { mimetype: 'image/jpeg', filetype: 'jpg', pretty: 'JPEG' },
    jpeg: { mimetype: 'image/jpeg', filetype: 'jpg', pretty: 'JPEG' },
    gif: { mimetype: 'image/gif', filetype: 'gif', pretty: 'GIF' },
    webp: { mimetype: 'image/webp', filetype: 'webp', pretty: 'WebP' },
    svg: { mimetype: 'image/svg+xml', filetype: 'svg', pretty: 'SVG' },
    txt: { mimetype: 'text/plain', filetype: 'text', pretty: 'Plain Text' },
    log: { mimetype: 'text/plain', filetype: 'text', pretty: 'Plain Text' },
    md: { mimetype: 'text/markdown', filetype: 'markdown', pretty: 'Markdown (raw)' },
    csv: { mimetype: 'text/csv', filetype: 'csv', pretty: 'CSV' },
    json: { mimetype: 'application/json', filetype: 'json', pretty: 'JSON' },
    yml: { mimetype: 'text/plain', filetype: 'yaml', pretty: 'YAML' },
    yaml: { mimetype: 'text/plain', filetype: 'yaml', pretty: 'YAML' },
    pdf: { mimetype: 'application/pdf', filetype: 'pdf', pretty: 'PDF' },
    zip: { mimetype: 'application/zip', filetype: 'zip', pretty: 'Zip' },
  }),
)
const BINARY: Kind = { mimetype: 'application/octet-stream', filetype: 'binary', pretty: 'Binary' }

export function kindOf(name: string): Kind {
  return KINDS.get(name.toLowerCase().split('.').at(-1) ?? '') ?? BINARY
}

export function prettyType(filetype: string): string {
  return [...KINDS.values()].find((one) => one.filetype === filetype)?.pretty ?? BINARY.pretty
}

/** Pictures that an image block takes. */
export const BLOCK_IMAGES = new Set(['png', 'jpg', 'gif'])

export function isTextual(mimetype: string): boolean {
  return mimetype.startsWith('text/') || mimetype === 'application/json'
}
