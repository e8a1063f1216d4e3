import { Component, type ComponentChild, type FunctionComponent, h } from 'preact'

/** Draws a component again only when one of its properties changed identity. */
export function memo<P extends object>(draw: (props: P) => ComponentChild): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now = this.props as Record<string, unknown>
      const then = next as Record<string, unknown>
      const keys = new Set([...Object.keys(now), ...Object.keys(then)])
      return [...keys].some((key) => !Object.is(now[key], then[key]))
    }

    override render(props: P): ComponentChild {
      return h(draw as FunctionComponent<P>, props)
    }
  }
  return Memo as unknown as FunctionComponent<P>
}
