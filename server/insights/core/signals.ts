/** What the owners of an action see of a request for help. It holds no value that anybody typed. */
export interface HelpContext {
  actionTitle: string;
  /** Of a form: the step that was open. */
  formStep: string | null;
  /** Of a run: how it stood, and where and why it stopped. */
  run: {
    status: string;
    stage: string | null;
    code: string | null;
    message: string | null;
    entity: string | null;
    blueprint: string | null;
    links: string[];
  } | null;
}
