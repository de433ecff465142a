import type { ApprovalStage, Vote } from "../schema";
import { describeApprovers } from "./who";

/** A vote as it was cast: by whom, and whose seat it takes when a deputy cast it. */
export interface StageVote {
  voterId: string;
  seat: string;
  vote: Vote;
}

/** Who may decide in a stage as things stand now. */
export interface Electorate {
  /** Ids of the people who may decide, without those excluded. */
  seats: readonly string[];
  /** Ids of people who may not cast a vote here, not even in another's place. */
  barred: readonly string[];
}

export interface StageProgress {
  approved: number;
  /** How many are needed; for ALL, how many there are. */
  needed: number;
  of: number;
  fulfilled: boolean;
}

/** A vote counts where its seat may decide and its voter is not barred. One seat counts once. */
export function countedVotes(electorate: Electorate, votes: readonly StageVote[]): StageVote[] {
  const seats = new Map<string, StageVote>();
  for (const vote of votes)
    if (
      electorate.seats.includes(vote.seat) &&
      !electorate.barred.includes(vote.voterId) &&
      !electorate.barred.includes(vote.seat)
    )
      seats.set(vote.seat, vote);
  return [...seats.values()];
}

export function progressOf(
  stage: Pick<ApprovalStage, "needs">,
  electorate: Electorate,
  votes: readonly StageVote[],
): StageProgress {
  const approved = countedVotes(electorate, votes).filter((v) => v.vote === "APPROVE").length;
  const of = electorate.seats.filter((id) => !electorate.barred.includes(id)).length;
  const needed = stage.needs === "ALL" ? of : stage.needs;
  return { approved, needed, of, fulfilled: needed > 0 && approved >= needed };
}

/**
 * What the votes amount to: `stage` is the first that is not fulfilled. A decline that counts in any stage declines. With no
 * stages, or a stage in which nobody may decide, nothing is ever approved.
 */
export function verdictOf(
  stages: readonly Pick<ApprovalStage, "needs">[],
  electorates: readonly Electorate[],
  votes: readonly StageVote[],
): { status: "pending" | "approved" | "declined"; stage: number } {
  const first = stages.findIndex((stage, i) => !progressOf(stage, electorates[i] ?? NONE, votes).fulfilled);
  const declined = electorates.some((electorate) =>
    countedVotes(electorate, votes).some((v) => v.vote === "DECLINE"),
  );
  if (declined) return { status: "declined", stage: Math.max(first, 0) };
  if (stages.length === 0) return { status: "pending", stage: 0 };
  return first === -1
    ? { status: "approved", stage: stages.length - 1 }
    : { status: "pending", stage: first };
}

const NONE: Electorate = { seats: [], barred: [] };

/**
 * Whether an approval that was given still stands when execution starts: the votes that still count fulfil each stage. Who
 * joined those of whom ALL had to approve was never asked, so their vote is not missed; but of those asked one must be left.
 */
export function stillStands(
  stages: readonly Pick<ApprovalStage, "needs">[],
  electorates: readonly Electorate[],
  votes: readonly StageVote[],
): boolean {
  return (
    stages.length > 0 &&
    stages.every((stage, i) => {
      const { approved } = progressOf(stage, electorates[i] ?? NONE, votes);
      return approved >= (stage.needs === "ALL" ? 1 : stage.needs);
    })
  );
}

/** Who decides in a stage, as a sentence: "any 2 of the members of sre and ana@example.com". */
export function describeStage(stage: Pick<ApprovalStage, "needs" | "from">): string {
  const who = describeApprovers(stage.from);
  if (who === "nobody") return who;
  if (stage.needs === "ALL") return `all of: ${who}`;
  return stage.needs === 1 ? `any one of: ${who}` : `any ${stage.needs} of: ${who}`;
}

export const describeStages = (stages: readonly Pick<ApprovalStage, "needs" | "from">[]): string =>
  stages.length ? stages.map(describeStage).join("; then ") : "nobody";
