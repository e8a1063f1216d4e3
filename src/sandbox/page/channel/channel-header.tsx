import type { Channel } from '../../protocol.ts'
import { LinkOut } from '../blocks/link-out.tsx'
import { Mrkdwn } from '../blocks/rich.tsx'
import { withEmoji } from '../blocks/text-object.tsx'
import { partnerOf, useDirectory } from '../state/directory.ts'
import { openPanel } from '../state/panels.ts'
import { openTab } from '../state/route.ts'
import { isSafeUrl } from '../text/nodes.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'

type Props = { channel: Channel; title: string; showsCanvas: boolean }

export function ChannelHeader({ channel, title, showsCanvas }: Props) {
  const directory = useDirectory()
  const isIm = channel.kind === 'im'
  const partner = directory.people.get(partnerOf(directory, channel.id))
  return (
    <>
      <header class="pane-head">
        <button
          type="button"
          class="pane-title"
          title="Details"
          aria-label={`${isIm ? title : `#${title}`}, open details`}
          onClick={() => openPanel('details')}
        >
          {isIm ? (
            <Avatar person={partner} size={26} />
          ) : (
            <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} />
          )}
          <h1>{title}</h1>
          <Icon name="chevronDown" size={15} />
        </button>
        <div class="pane-topic">
          {isIm ? partner?.title : channel.topic && <Mrkdwn text={channel.topic} />}
        </div>
        {channel.pins.length > 0 && (
          <button
            type="button"
            class="head-chip"
            onClick={() => openPanel('details')}
            title="Pinned messages"
          >
            <Icon name="pin" size={15} />
            {channel.pins.length}
            <span class="visually-hidden"> pinned messages</span>
          </button>
        )}
        {!isIm && (
          <button type="button" class="head-chip" onClick={() => openPanel('details')} title="Members">
            <Icon name="users" size={16} />
            {channel.members.length}
            <span class="visually-hidden"> members</span>
          </button>
        )}
      </header>
      {channel.canvas && <Tabs canvas={channel.canvas.title} showsCanvas={showsCanvas} />}
      {channel.bookmarks.length > 0 && (
        <nav class="bookmarks" aria-label="Bookmarks">
          {channel.bookmarks
            .filter((bookmark) => isSafeUrl(bookmark.link))
            .map((bookmark) => (
              <LinkOut key={bookmark.id} url={bookmark.link}>
                {bookmark.emoji ? (
                  <span class="emoji">{withEmoji(bookmark.emoji)}</span>
                ) : (
                  <Icon name="bookmark" size={15} />
                )}
                {bookmark.title}
              </LinkOut>
            ))}
        </nav>
      )}
    </>
  )
}

function Tabs({ canvas, showsCanvas }: { canvas: string; showsCanvas: boolean }) {
  return (
    <div class="tabs channel-tabs" role="tablist" aria-label="Channel">
      <button type="button" role="tab" aria-selected={!showsCanvas} onClick={() => openTab(undefined)}>
        <Icon name="thread" size={15} /> Messages
      </button>
      <button
        type="button"
        role="tab"
        aria-selected={showsCanvas}
        title={canvas}
        onClick={() => openTab('canvas')}
      >
        <Icon name="canvas" size={15} /> Canvas
      </button>
    </div>
  )
}
