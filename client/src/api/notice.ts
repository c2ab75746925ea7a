export interface Notice {
  id: string;
  kind: string;
  category: string;
  icon: string;
  title: string;
  text: string;
  path: string;
  at: string;
  is_read: boolean;
}

export interface NoticePage {
  notices: Notice[];
  next_cursor: string | null;
  unread: number;
}

export interface NoticeChoice {
  channel: 'push' | 'mail';
  category: string;
  is_on: boolean;
  is_locked: boolean;
}

export interface NoticePreference {
  choices: NoticeChoice[];
  quiet_from_min: number | null;
  quiet_until_min: number | null;
  zone: string;
}
