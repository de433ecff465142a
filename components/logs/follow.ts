/** Whether the view keeps to the newest line, and how many lines came since it stopped doing so. */
export interface FollowState {
  following: boolean;
  unseen: number;
}

export type FollowEvent =
  /** The scroll position changed: `delta` in pixels (negative is up), `gap` pixels below the lower edge. */
  | { type: "scrolled"; delta: number; gap: number }
  /** So many lines were appended. */
  | { type: "appended"; count: number }
  /** "Jump to latest" was pressed. */
  | { type: "jumped" }
  /** The reader went to a certain line by search or by permalink. */
  | { type: "located" };

/** Pixels from the end that still count as the end. */
const END_GAP = 24;

/** A log that is being written starts at its end; a finished one at its beginning. */
export const initialFollow = (live: boolean): FollowState => ({ following: live, unseen: 0 });

/**
 * Following stops only when the reader moves up, since new lines and late measuring also open a gap; it starts again
 * at the end or on request.
 */
export function follow(state: FollowState, event: FollowEvent): FollowState {
  switch (event.type) {
    case "scrolled":
      if (event.gap <= END_GAP)
        return state.following && state.unseen === 0 ? state : { following: true, unseen: 0 };
      return state.following && event.delta < 0 ? { following: false, unseen: 0 } : state;
    case "appended":
      return state.following || event.count <= 0 ? state : { ...state, unseen: state.unseen + event.count };
    case "jumped":
      return { following: true, unseen: 0 };
    case "located":
      return state.following ? { following: false, unseen: 0 } : state;
  }
}
