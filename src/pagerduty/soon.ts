/**
 * What comes of `work` within that time; undefined when it takes longer or fails, which `onTrouble` hears of. The work
 * itself goes on. What waits here must not hang on another system being slow.
 */
export async function soon<T>(
  work: Promise<T>,
  withinMs: number,
  onTrouble: (error: unknown) => void,
): Promise<T | undefined> {
  const late = AbortSignal.timeout(withinMs)
  const tooLate = new Promise<undefined>((resolve) => {
    late.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  try {
    return await Promise.race([work, tooLate])
  } catch (error) {
    onTrouble(error)
    return undefined
  }
}
