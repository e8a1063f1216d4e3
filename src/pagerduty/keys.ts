/**
 * What an installation's events go by: `tocsin-1f0c9a2b:INC-7:1` for the first run of INC-7, and with `.3` behind it
 * for a step of that run that rings anew. The beginning is the installation's own, so that another one in the same
 * account, or one that began anew, never touches this one's incidents.
 */
export type Keys = {
  of(stream: string, run: number, step?: number): string
  /** What a key is about; undefined for other people's keys. */
  read(key: string): { stream: string; run: number; step?: number } | undefined
}

const OWN = /^([A-Z]+-\d+):(\d+)(?:\.(\d+))?$/

export function createKeys(installation: string): Keys {
  const prefix = `tocsin-${installation}:`
  return {
    of: (stream, run, step) => `${prefix}${stream}:${run}${step === undefined ? '' : `.${step}`}`,
    read(key) {
      const [, stream, run, step] = (key.startsWith(prefix) && OWN.exec(key.slice(prefix.length))) || []
      if (stream === undefined) return undefined
      return { stream, run: Number(run), ...(step !== undefined && { step: Number(step) }) }
    },
  }
}
