import type { Look } from '../activity/activity-data.ts';
import { linkTo, type PageAddress } from '../activity/address.ts';
import { isWeChat } from '../phone/is-wechat.ts';
import { ownMediaUrl } from '../pictures/media-versions.ts';

/** Inside WeChat, gives its menu the activity's title, text, picture and link. Does nothing elsewhere. */
export function setWechatCard(look: Look, address: PageAddress, inviteCode = ''): void {
  if (!isWeChat(navigator.userAgent)) return;
  const image = ownMediaUrl(look.shareImage || look.banner, address.activityId, document.baseURI);
  const card = {
    title: look.title,
    text: look.texts.share_text || look.description || look.title,
    url: linkTo(address, inviteCode),
    image: image === null ? '' : new URL(image, document.baseURI).href,
  };
  import('./wechat.ts').then(
    ({ shareInWechat }) => shareInWechat(card),
    () => {},
  );
}
