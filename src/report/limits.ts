/** How much a template may be and do: an organisation's own template must not be able to hold the bot up. */
export const TEMPLATE_CHARS_MAX = 200_000
export const RENDER_MS_MAX = 2_000
/** Characters and items that filters may make in one rendering. */
export const RENDER_MEMORY_MAX = 20_000_000

/** Longest line of a timeline where there is little room. */
export const LINE_CHARS_MAX = 300
/** Lines of the timeline that are written before others get their turn. */
export const LINES_AT_ONCE = 250
