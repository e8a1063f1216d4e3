import type { Message } from '../../protocol.ts'
import { Blocks } from '../blocks/blocks.tsx'
import { LongText } from '../blocks/long-text.tsx'
import { Mrkdwn } from '../blocks/rich.tsx'
import { Attachment } from './attachment.tsx'
import { Files } from './files.tsx'
import { Edited } from './message-head.tsx'

/** What a message says: an app's blocks, a person's own words, attachments, files. */
export function Body({ message, byApp }: { message: Message; byApp: boolean }) {
  if (message.subtype === 'tombstone') return <p class="gone">{message.text}</p>
  const hasBlocks = message.blocks.length > 0 && byApp
  return (
    <div class="message-body">
      {hasBlocks && <Blocks blocks={message.blocks} />}
      {!hasBlocks && message.text !== '' && (
        <LongText length={message.text.length}>
          <Mrkdwn text={message.text} />
        </LongText>
      )}
      {message.editedTs && message.files.length > 0 && <Edited ts={message.editedTs} />}
      {message.attachments.map((attachment, index) => (
        <Attachment key={index} attachment={attachment} />
      ))}
      {message.files.length > 0 && <Files files={message.files} />}
    </div>
  )
}
