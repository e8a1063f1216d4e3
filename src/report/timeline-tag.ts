import { type Liquid, Tag, type TagToken, type Template, type TopLevelToken } from 'liquidjs'

/**
 * `{% timeline %}…{% endtimeline %}`: what is between is written once for every entry, as `line`. A timeline can be
 * long, so it is not a list in the model: whoever renders the template takes it apart here.
 */
export class TimelineTag extends Tag {
  line: Template[] = []

  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
    super(token, rest, liquid)
    const inside = liquid.parser
      .parseStream(rest)
      .on('tag:endtimeline', () => inside.stop())
      .on('template', (template: Template) => {
        this.line.push(template)
      })
      .on('end', () => {
        throw new Error(`tag ${token.getText()} not closed`)
      })
    inside.start()
  }

  /** Only ever reached where it does not stand by itself. */
  override render(): never {
    throw new Error('the timeline has to stand by itself, not inside another tag')
  }
}
