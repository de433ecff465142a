import type { Question, SurveyDefinition } from "../schema";

/** The statements about the platform itself: what to call each, and what people agree with. */
const PLATFORM: readonly [id: string, driver: string, title: string][] = [
  [
    "independence",
    "Independence",
    "I get what I need from the platform without having to wait for another team.",
  ],
  [
    "processes",
    "Processes",
    "What the organisation demands of a change is taken care of where I work, not in a separate errand.",
  ],
  ["feedback", "Feedback", "When I have set something off, I soon see how it went, and why."],
  ["automation", "Automation", "Routine steps happen by themselves; I rarely repeat one by hand."],
  ["listening", "Listening", "When we say what hinders us, the platform team does something about it."],
  ["ease", "Ease", "I can find my way around the platform without studying it first."],
  ["reliability", "Reliability", "What the platform runs for us stays up, so that our services do too."],
  ["security", "Security", "By building on the platform, my services start out safe and stay so."],
  ["interface", "Interface", "Its pages and commands show me plainly what there is to do."],
  ["predictability", "Predictability", "The platform does what I thought it would; I am seldom surprised."],
  ["simplicity", "Simplicity", "It keeps the infrastructure beneath it out of my way."],
];

/** What else makes work easy or hard. */
const DRIVERS: readonly [id: string, driver: string, title: string][] = [
  [
    "local-environment",
    "Local environment",
    "I can build and try a change on my own machine without trouble.",
  ],
  [
    "build-speed",
    "Builds and tests",
    "Builds and tests answer fast enough that I stay with what I am doing.",
  ],
  ["test-trust", "Builds and tests", "When tests are green, I dare to deploy."],
  ["code", "Code", "The code I work in is laid out so that I can change it with confidence."],
  [
    "documentation",
    "Documentation",
    "What I need to know is written down, and what is written down is true.",
  ],
  ["reviews", "Reviews", "My changes are reviewed soon, and the reviews make them better."],
  ["releases", "Releases", "Bringing a change to production is no event."],
  ["incidents", "Operations", "When something breaks at night, we find the cause with what we have at hand."],
  ["focus", "Focus", "Most days I have stretches of time in which nobody interrupts me."],
  ["priorities", "Direction", "I know what matters most at present, and why."],
];

const statement = ([id, driver, title]: (typeof PLATFORM)[number]): Question => ({
  type: "agreement",
  id,
  title,
  driver,
  measure: "experience",
  required: false,
});

/** Surveys that can be sent as they are, by identifier. */
export const BUILT_IN: Readonly<Record<string, SurveyDefinition>> = {
  "platform-nps": {
    title: "Platform NPS",
    description:
      "Two questions, one minute. Nobody sees who answered what, and nothing is shown of fewer than five people.",
    questions: [
      {
        type: "score",
        id: "recommend",
        title:
          "Suppose a colleague starts on a new service. How likely is it that you tell them to build it on our platform?",
        help: "0: never. 10: without a second thought.",
        measure: "nps",
        required: true,
      },
      {
        type: "comment",
        id: "reason",
        title: "What is the main reason for your score?",
        help: "Shown without your name, in no order. Leave out what would give you away.",
        required: false,
      },
    ],
  },
  "developer-experience": {
    title: "Developer experience",
    description:
      "How well can you work here? Five minutes. Skip what you have no opinion on. Nobody sees who answered what, and nothing is shown of fewer than five people.",
    questions: [
      ...PLATFORM.map(statement),
      ...DRIVERS.map(statement),
      {
        type: "comment",
        id: "first-thing",
        title: "If one thing about how we work were better tomorrow, what should it be?",
        help: "Shown without your name, in no order. Leave out what would give you away.",
        required: false,
      },
    ],
  },
};
