/** Whether a page runs in WeChat, where it is shared by the app's own menu alone. */
export function isWeChat(userAgent: string): boolean {
  return /MicroMessenger/i.test(userAgent);
}
