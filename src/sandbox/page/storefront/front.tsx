import type { ComponentChildren } from 'preact'
import { Icon } from '../ui/icon.tsx'
import { Garment, type GarmentName } from './garment.tsx'

type Props = { banner: string; hasCapsule: boolean; children: ComponentChildren }

const PIECES: { name: string; price: string; garment: GarmentName }[] = [
  { name: 'Camel coat', price: '€ 240', garment: 'coat' },
  { name: 'Ivory knit', price: '€ 95', garment: 'knit' },
  { name: 'Slate trousers', price: '€ 110', garment: 'trousers' },
]

/** The shop's front page: the banner above it, the capsule, a few pieces, and help. */
export function Front({ banner, hasCapsule, children }: Props) {
  return (
    <div class="shop">
      <div role="status" class="shop-banner-place">
        {banner !== '' && (
          <p class="shop-banner" key={banner}>
            <Icon name="info" size={17} /> <span dir="auto">{banner}</span>
          </p>
        )}
      </div>
      <div class="shop-head">
        <b class="shop-name">Linden</b>
        <span class="shop-nav" aria-hidden="true">
          <span>New in</span>
          <span>Capsules</span>
          <span>Journal</span>
        </span>
      </div>
      <div class="shop-hero">
        <div>
          <h2>Eight pieces, one autumn</h2>
          <p>A capsule that a stylist puts together for you.</p>
          <CapsuleButton isShown={hasCapsule} />
        </div>
        <ul class="shop-pieces">
          {PIECES.map(({ name, price, garment }) => (
            <li key={name}>
              <Garment name={garment} />
              <span class="shop-piece">{name}</span>
              <span class="shop-price">{price}</span>
            </li>
          ))}
        </ul>
      </div>
      {children}
    </div>
  )
}

function CapsuleButton({ isShown }: { isShown: boolean }) {
  if (isShown)
    return (
      <button type="button" class="shop-cta" key="shown">
        Start your capsule
      </button>
    )
  return (
    <p class="shop-cta-gone" key="gone">
      New capsules are back soon. Those begun go on.
    </p>
  )
}
