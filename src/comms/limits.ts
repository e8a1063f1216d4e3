/** How much a template may be and do: one that an organisation brings must not be able to hold the bot up. */
export const TEMPLATE_CHARS_MAX = 20_000
export const TEMPLATES_MAX = 200
export const RENDER_MS_MAX = 200
/** Characters and items that filters may make in one rendering. */
export const RENDER_MEMORY_MAX = 200_000
