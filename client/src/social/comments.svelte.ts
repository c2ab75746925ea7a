import { get, post, problemOf, put, remove, type Comment, type Comments, type Problem, type Replies, type Video } from '../api';
import { toasts, wordsFor } from '../kit';
import { markOf } from './marks.svelte';

export type Sort = 'top' | 'newest';

/** A comment with what of its answers is open. */
export interface Thread {
  comment: Comment;
  replies: Comment[];
  cursor: string | null;
  isOpen: boolean;
}

/** What is said below one video, as the sheet shows it. */
export class Talk {
  threads = $state.raw<Thread[]>([]);
  problem = $state.raw<Problem | null>(null);
  isLoading = $state(true);
  sort = $state<Sort>('top');
  cursor = $state<string | null>(null);
  readonly video: Video;
  #turn = 0;

  constructor(video: Video) {
    this.video = video;
    void this.load();
  }

  get mark() {
    return markOf(this.video);
  }

  choose(sort: Sort): void {
    this.sort = sort;
    this.cursor = null;
    this.threads = [];
    void this.load();
  }

  /** The first page, or the next one. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.isLoading = true;
    this.problem = null;
    try {
      const page = await get<Comments>(`/v1/videos/${this.video.id}/comments`, { sort: this.sort, cursor: this.cursor });
      if (turn !== this.#turn) return;
      const known = new Set(this.threads.map((thread) => thread.comment.id));
      const fresh = page.comments.filter((comment) => !known.has(comment.id));
      this.threads = [...this.threads, ...fresh.map((comment) => ({ comment, replies: [], cursor: null, isOpen: false }))];
      this.cursor = page.next_cursor;
      this.mark.comments = page.count;
      this.mark.commentsOff = page.comments_off;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = problemOf(thrown);
    } finally {
      if (turn === this.#turn) this.isLoading = false;
    }
  }

  async openReplies(thread: Thread): Promise<void> {
    try {
      const page = await get<Replies>(`/v1/comments/${thread.comment.id}/replies`, { cursor: thread.cursor });
      const known = new Set(thread.replies.map((reply) => reply.id));
      const replies = [...thread.replies, ...page.comments.filter((reply) => !known.has(reply.id))];
      this.#put({ ...thread, replies, cursor: page.next_cursor, isOpen: true });
    } catch (thrown) {
      this.#say(thrown);
    }
  }

  /** Whether it was taken; refused, the words stay with the writer. */
  async write(text: string, answered: Comment | null): Promise<boolean> {
    const body = answered ? { text, reply_to: answered.id } : { text };
    try {
      const made = await post<Comment>(`/v1/videos/${this.video.id}/comments`, body, { intent: `comment.${this.video.id}` });
      const above = this.threads.find((thread) => thread.comment.id === made.parent_id);
      if (above) {
        const comment = made.state === 'shown' ? { ...above.comment, replies: above.comment.replies + 1 } : above.comment;
        this.#put({ ...above, comment, replies: [...above.replies, made], isOpen: true });
      } else this.threads = [{ comment: made, replies: [], cursor: null, isOpen: false }, ...this.threads];
      if (made.state === 'shown') this.mark.comments++;
      return true;
    } catch (thrown) {
      this.#say(thrown);
      return false;
    }
  }

  async like(comment: Comment): Promise<void> {
    const path = `/v1/comments/${comment.id}/like`;
    const liked = !comment.liked;
    this.#change({ ...comment, liked, likes: comment.likes + (liked ? 1 : -1) });
    try {
      await (liked ? put(path) : remove(path));
    } catch (thrown) {
      this.#change(comment);
      this.#say(thrown);
    }
  }

  async remove(comment: Comment): Promise<void> {
    const before = this.threads;
    const gone = before.find((thread) => thread.comment.id === comment.id);
    this.threads = gone
      ? before.filter((thread) => thread !== gone)
      : before.map((thread) =>
          thread.comment.id === comment.parent_id
            ? { ...thread, comment: { ...thread.comment, replies: thread.comment.replies - 1 }, replies: thread.replies.filter((reply) => reply.id !== comment.id) }
            : thread,
        );
    try {
      await remove(`/v1/comments/${comment.id}`);
      if (comment.state === 'shown') this.mark.comments = Math.max(0, this.mark.comments - 1 - (gone?.comment.replies ?? 0));
    } catch (thrown) {
      this.threads = before;
      this.#say(thrown);
    }
  }

  async pin(comment: Comment): Promise<void> {
    const path = `/v1/comments/${comment.id}/pin`;
    try {
      await (comment.is_pinned ? remove(path) : put(path));
      this.choose('top');
    } catch (thrown) {
      this.#say(thrown);
    }
  }

  async turn(isOn: boolean): Promise<void> {
    this.mark.commentsOff = !isOn;
    try {
      await put(`/v1/videos/${this.video.id}/comments`, { is_on: isOn });
    } catch (thrown) {
      this.mark.commentsOff = isOn;
      this.#say(thrown);
    }
  }

  #put(next: Thread): void {
    this.threads = this.threads.map((thread) => (thread.comment.id === next.comment.id ? next : thread));
  }

  #change(next: Comment): void {
    this.threads = this.threads.map((thread) => {
      if (thread.comment.id === next.id) return { ...thread, comment: next };
      if (thread.comment.id !== next.parent_id) return thread;
      return { ...thread, replies: thread.replies.map((reply) => (reply.id === next.id ? next : reply)) };
    });
  }

  #say(thrown: unknown): void {
    toasts.show(wordsFor(problemOf(thrown)), { tone: 'trouble' });
  }
}
