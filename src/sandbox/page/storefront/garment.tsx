/** Our own drawings on a 64 × 64 grid. */
const PATHS = {
  coat: 'M24 8 32 14 40 8 50 15 54 46 46 47 45 56H19l-1-9-8-1 4-31 10-7ZM32 14v42M18 47l1-22M46 47l-1-22M28 28h.2M28 37h.2',
  knit: 'M24 12c4 4 12 4 16 0l12 7 4 25-8 2-3-14v22H19V32l-3 14-8-2 4-25 12-7ZM19 49h26M24 12c2 7 14 7 16 0',
  trousers: 'M20 8h24l4 48H36l-4-32-4 32H16l4-48ZM20 15h24M32 8v16',
} as const

export type GarmentName = keyof typeof PATHS

export function Garment({ name }: { name: GarmentName }) {
  return (
    <svg
      aria-hidden="true"
      class={`garment garment-${name}`}
      viewBox="0 0 64 64"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
