import type { Page } from '../../outside-world.ts'
import { LinkOut } from '../blocks/link-out.tsx'

/** What the app sent along with a page. */
export function Details({ page }: { page: Page }) {
  return (
    <>
      {page.details.length > 0 && (
        <dl class="page-details">
          {page.details.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {page.link && (
        <p class="page-link">
          <LinkOut url={page.link.href}>{page.link.text}</LinkOut>
        </p>
      )}
    </>
  )
}
