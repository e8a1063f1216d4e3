import { z } from 'zod'
import { ADVANCE_MINUTES, FILES_PER_MESSAGE } from '../limits.ts'
import { STATES, STATUSES } from '../statuspage/records.ts'

/** What each request to the control interface must look like. Unknown properties are mistakes. */

const id = z.string().min(1).max(100)
const ts = z.string().regex(/^\d+\.\d{6}$/, 'is a message ts such as 1718000000.000100')
const text = z.string().max(50_000)
const fileName = z.string().min(1).max(255)
const entered = z.union([text, z.array(text).max(1_000), z.number(), z.null()])

const place = {
  blockId: z.string().max(255).optional(),
  channel: id.optional(),
  ts: ts.optional(),
  viewId: id.optional(),
  home: z.boolean().optional(),
}

export const REQUESTS = {
  type: z.strictObject({
    as: id,
    channel: id,
    text,
    threadTs: ts.optional(),
    files: z
      .array(z.union([z.strictObject({ name: fileName, text: z.string() }), z.strictObject({ id })]))
      .max(FILES_PER_MESSAGE)
      .optional(),
  }),
  click: z.strictObject({
    as: id,
    actionId: z.string().max(255),
    value: z.union([text, z.array(text).max(1_000), z.number()]).optional(),
    ...place,
  }),
  submit: z.strictObject({ as: id, viewId: id.optional(), values: z.record(z.string().max(255), entered) }),
  close: z.strictObject({ as: id, viewId: id.optional() }),
  react: z.strictObject({
    as: id,
    channel: id,
    ts,
    name: z.string().min(1).max(100),
    remove: z.boolean().optional(),
  }),
  edit: z.strictObject({ as: id, channel: id, ts, text: text.nullable() }),
  shortcut: z.strictObject({
    as: id,
    callbackId: z.string().max(255),
    channel: id.optional(),
    ts: ts.optional(),
  }),
  home: z.strictObject({ as: id }),
  inChannel: z.strictObject({ as: id, channel: id }),
  openDm: z.strictObject({ as: id, with: id }),
  options: z.strictObject({
    as: id,
    action_id: z.string().max(255),
    block_id: z.string().max(255).optional(),
    query: text,
    view_id: id.optional(),
    channel: id.optional(),
    ts: ts.optional(),
    home: z.boolean().optional(),
  }),
  advance: z.strictObject({ minutes: z.number().positive().max(ADVANCE_MINUTES) }),
  channel: z.strictObject({
    as: id,
    channel: id.optional(),
    create: z.string().max(100).optional(),
    private: z.boolean().optional(),
    rename: z.string().max(100).optional(),
    topic: text.optional(),
    archive: z.boolean().optional(),
    delete: z.literal(true).optional(),
    invite: z.array(id).max(100).optional(),
    remove: z.array(id).max(100).optional(),
  }),
  group: z.strictObject({ group: id, users: z.array(id).max(1_000) }),
  person: z.strictObject({
    person: id,
    deleted: z.boolean().optional(),
    title: z.string().max(200).optional(),
    isGuest: z.boolean().optional(),
  }),
  deploy: z.strictObject({ as: id, application: id }),
  removeWindow: z.strictObject({ as: id, project: id, description: z.string().max(1_000) }),
  statusPage: z.strictObject({
    as: id,
    incident: id,
    name: z.string().min(1).max(255).optional(),
    status: z.enum(STATUSES).optional(),
    body: z.string().max(25_000).optional(),
    components: z.record(id, z.enum(STATES)).optional(),
    rewrite: z.strictObject({ update: id, body: z.string().max(25_000) }).optional(),
    remove: z.literal(true).optional(),
  }),
  alert: z.union([z.strictObject({ fire: id }), z.strictObject({ resolve: id })]),
  mail: z.strictObject({ id }),
  phone: z.strictObject({
    as: id,
    page: id,
    act: z.enum(['acknowledge', 'escalate', 'resolve', 'join', 'decline']),
  }),
  disconnect: z.strictObject({
    reason: z.enum(['refresh_requested', 'warning', 'link_disabled']).optional(),
    hard: z.boolean().optional(),
    all: z.boolean().optional(),
  }),
  redeliver: z.strictObject({ delivery: id.optional() }),
  upload: z.strictObject({ as: id, name: fileName }),
  deleteFile: z.strictObject({ as: id, file: id }),
  plan: z.strictObject({ canvases: z.enum(['on', 'free', 'off']) }),
  nothing: z.strictObject({}),
}
