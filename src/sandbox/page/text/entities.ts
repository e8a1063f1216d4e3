/** Slack escapes exactly these three; every other `&name;` was typed by someone and stays as typed. */
const DECODED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

export function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => DECODED[entity] ?? entity)
}

/** What a person typed, made harmless for mrkdwn. */
export function encodeEntities(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
