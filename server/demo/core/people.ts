import { weeks } from "./calendar";
import { DEMO_TEAMS, DOMAIN } from "./teams";

export interface Stay {
  team: string;
  /** First day; null: since before the scenario. */
  from: number | null;
  /** The day after the last; null: still. */
  until: number | null;
}

export interface DemoPerson {
  email: string;
  name: string;
  isLead: boolean;
  isDeveloper: boolean;
  fte: number;
  /** First and last day of work, where it is within the scenario. */
  hiredOn: number | null;
  leftOn: number | null;
  /** Teams, one after the other. */
  stays: readonly Stay[];
  /** An account that one may sign in with, which the small demo made: the scenario tells nothing of what it did. */
  isAccount: boolean;
}

/** The accounts of the small demo, by team: they are among the 80. */
const ACCOUNTS: Record<string, { email: string; name: string; isLead: boolean }[]> = {
  platform: [{ email: "ada@waymark.example", name: "Ada Okafor", isLead: false }],
  payments: [
    { email: "deniz@waymark.example", name: "Deniz Kaya", isLead: false },
    { email: "lena@waymark.example", name: "Lena Brandt", isLead: true },
  ],
  logistics: [
    { email: "ravi@waymark.example", name: "Ravi Menon", isLead: false },
    { email: "marta@waymark.example", name: "Marta Silva", isLead: true },
  ],
};

const NAMES = [
  [
    "Amara Nwosu",
    "Bastian Roth",
    "Chiara Conti",
    "Dmitri Volkov",
    "Elif Demir",
    "Farid Haddad",
    "Greta Lind",
  ],
  [
    "Hana Sato",
    "Iris Papadaki",
    "Jonas Weber",
    "Kofi Mensah",
    "Lucía Romero",
    "Mateo Vargas",
    "Nadia Petrova",
  ],
  ["Oskar Nyman", "Priya Nair", "Quentin Moreau", "Rosa Almeida", "Sven Dahl", "Tomoko Ito", "Uma Krishnan"],
  [
    "Viktor Novak",
    "Wanda Zielinska",
    "Xavier Puig",
    "Yara Mansour",
    "Zeynep Arslan",
    "Aino Korhonen",
    "Bruno Costa",
  ],
  [
    "Clara Jensen",
    "David Mwangi",
    "Emma Fischer",
    "Felix Baumann",
    "Giulia Ferri",
    "Hugo Lefevre",
    "Ingrid Solberg",
  ],
  ["Jakub Kral", "Katarina Horvat", "Liam Byrne", "Mei Chen", "Noah Peeters", "Olga Marin", "Pavel Dvorak"],
  [
    "Ritva Salo",
    "Samir Bensaid",
    "Tala Reyes",
    "Ugo Okeke",
    "Vera Kuznetsova",
    "Wim de Boer",
    "Ximena Torres",
  ],
  [
    "Yusuf Aydin",
    "Zofia Nowak",
    "Anders Holm",
    "Beatriz Lopes",
    "Cem Yildiz",
    "Daria Popescu",
    "Erik Larsen",
  ],
  [
    "Fatou Diallo",
    "Gabor Szabo",
    "Helena Kovac",
    "Ilan Peretz",
    "Jana Svoboda",
    "Kenji Mori",
    "Leila Farahani",
  ],
  ["Marek Wojcik", "Nora Vidal", "Omar Khalil", "Petra Kraus", "Rasmus Berg", "Sofia Greco", "Thabo Dlamini"],
  ["Valentina Rossi", "Wei Zhang", "Youssef Amrani", "Zara Malik", "Alba Serrano"],
].flat();

/** The n-th of a team, accounts left out: who came, who left, who codes for half a week, who is no developer. */
const JOINERS: Record<string, [position: number, on: number][]> = {
  platform: [[7, weeks(21)]],
  payments: [[5, weeks(11)]],
  storefront: [[6, weeks(23)]],
  search: [[4, weeks(19)]],
  data: [
    [5, weeks(15)],
    [6, weeks(6)],
  ],
  mobile: [[5, weeks(17)]],
  accounts: [[5, weeks(22)]],
  commerce: [[5, weeks(13)]],
};
const LEAVERS: Record<string, [position: number, on: number][]> = {
  platform: [[2, weeks(14)]],
  storefront: [[3, weeks(17)]],
  fleet: [[3, weeks(18)]],
  data: [[2, weeks(25)]],
};
/** One person went from one team to another. */
export const TEAM_CHANGE = { from: "search", position: 2, to: "data", on: weeks(20) } as const;
const PRODUCT_PEOPLE: Record<string, number> = {
  payments: 4,
  storefront: 5,
  logistics: 3,
  platform: 6,
  data: 4,
};
const PART_TIME: Record<string, number> = { mobile: 2, accounts: 3, search: 3 };

const addressOf = (name: string): string =>
  `${name
    .normalize("NFD")
    .replace(/[^A-Za-z ]/g, "")
    .toLowerCase()
    .replaceAll(" ", ".")}@${DOMAIN}`;

const dayIn = (of: Record<string, [number, number][]>, team: string, position: number): number | null =>
  of[team]?.find(([at]) => at === position)?.[1] ?? null;

function peopleOf(team: string, size: number, names: readonly string[]): DemoPerson[] {
  const accounts = ACCOUNTS[team] ?? [];
  const others = names.slice(0, size - accounts.length).map((name, position): DemoPerson => {
    const hiredOn = dayIn(JOINERS, team, position);
    const leftOn = dayIn(LEAVERS, team, position);
    const moves = TEAM_CHANGE.from === team && TEAM_CHANGE.position === position;
    const until = leftOn === null ? null : leftOn + 1;
    return {
      email: addressOf(name),
      name,
      isLead: position === 0 && accounts.every((one) => !one.isLead),
      isDeveloper: PRODUCT_PEOPLE[team] !== position,
      fte: PART_TIME[team] === position ? 0.5 : 1,
      hiredOn,
      leftOn,
      stays: moves
        ? [
            { team, from: null, until: TEAM_CHANGE.on },
            { team: TEAM_CHANGE.to, from: TEAM_CHANGE.on, until: null },
          ]
        : [{ team, from: hiredOn, until }],
      isAccount: false,
    };
  });
  return [
    ...accounts.map((one): DemoPerson => ({
      ...one,
      isDeveloper: true,
      fte: 1,
      hiredOn: null,
      leftOn: null,
      stays: [{ team, from: null, until: null }],
      isAccount: true,
    })),
    ...others,
  ];
}

/** Everybody, team by team. */
export const DEMO_PEOPLE: readonly DemoPerson[] = (() => {
  let taken = 0;
  return DEMO_TEAMS.flatMap(({ identifier, size }) => {
    const people = peopleOf(identifier, size, NAMES.slice(taken));
    taken += people.filter(({ isAccount }) => !isAccount).length;
    return people;
  });
})();

/** The team that somebody is in on a day; null: in none. */
export const teamOn = ({ stays }: DemoPerson, offset: number): string | null =>
  stays.find(({ from, until }) => (from === null || offset >= from) && (until === null || offset < until))
    ?.team ?? null;

/** Who writes code for a team on a day, the accounts left out: of those the scenario tells nothing. */
export const developersOn = (team: string, offset: number): DemoPerson[] =>
  DEMO_PEOPLE.filter((one) => one.isDeveloper && !one.isAccount && teamOn(one, offset) === team);
