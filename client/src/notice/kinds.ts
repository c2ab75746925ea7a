import AtSign from '@lucide/svelte/icons/at-sign';
import BadgeDollarSign from '@lucide/svelte/icons/badge-dollar-sign';
import Bell from '@lucide/svelte/icons/bell';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import Coins from '@lucide/svelte/icons/coins';
import Heart from '@lucide/svelte/icons/heart';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import Package from '@lucide/svelte/icons/package';
import PackageCheck from '@lucide/svelte/icons/package-check';
import PackageX from '@lucide/svelte/icons/package-x';
import Receipt from '@lucide/svelte/icons/receipt';
import ScanBarcode from '@lucide/svelte/icons/scan-barcode';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import Tag from '@lucide/svelte/icons/tag';
import Truck from '@lucide/svelte/icons/truck';
import Undo from '@lucide/svelte/icons/undo-2';
import UserPlus from '@lucide/svelte/icons/user-plus';
import Wallet from '@lucide/svelte/icons/wallet';
import PackageOpen from '@lucide/svelte/icons/package-open';
import VideoOff from '@lucide/svelte/icons/video-off';

/** The server's word for a notice's picture → ours, and the tone of its disc. An unknown word gets the bell. */
type Tone = 'plain' | 'money' | 'like' | 'trouble' | 'action';
const ICONS: Record<string, [typeof Bell, Tone]> = {
  receipt: [Receipt, 'plain'],
  truck: [Truck, 'action'],
  package_check: [PackageCheck, 'money'],
  package_x: [PackageX, 'trouble'],
  order: [Package, 'plain'],
  refund: [Undo, 'money'],
  voucher: [ScanBarcode, 'action'],
  sale: [BadgeDollarSign, 'money'],
  coins: [Coins, 'money'],
  wallet: [Wallet, 'money'],
  follow: [UserPlus, 'like'],
  like: [Heart, 'like'],
  comment: [MessageCircle, 'like'],
  stock: [PackageOpen, 'action'],
  price: [Tag, 'action'],
  video: [Clapperboard, 'plain'],
  video_x: [VideoOff, 'trouble'],
  staff: [AtSign, 'plain'],
  shield: [ShieldAlert, 'trouble'],
};

export const iconOf = (word: string): typeof Bell => ICONS[word]?.[0] ?? Bell;
export const toneOf = (word: string): Tone => ICONS[word]?.[1] ?? 'plain';
