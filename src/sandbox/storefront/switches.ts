/**
 * The switches that the shop asks for, each with the value that its own code holds for when nobody answers: the
 * careful one, so that a shop without its switches promises nothing that nobody watches.
 */
export const SHOP_SWITCHES: Readonly<Record<string, boolean | string>> = {
  automation_enabled: false,
  safe_mode: true,
  t_order_status_ask_order_number: false,
  t_order_status_verified: false,
  t_shipping_delay_verified: false,
  t_delivered_not_received_intake: false,
  t_missing_items_intake: false,
  t_technical_support_intake: false,
  assistant_copy: 'informative',
  callback_queue: true,
  capsule_cta: false,
  customer_banner: '',
}
