/** What the editor starts with for a new action: small, valid, and showing the shape. Blueprint and template must exist before it can be saved. */
export const newAction = {
  identifier: "create_service",
  title: "Service",
  icon: "Microservice",
  description: "Makes a service by your platform's rules.",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "service",
    userInputs: {
      properties: {
        name: { type: "string", title: "Name", pattern: "^[a-z][a-z0-9-]{2,30}$" },
        team: { type: "string", format: "team", title: "Owning team" },
      },
      required: ["name", "team"],
      order: ["name", "team"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "my-template",
    variables: { name: "{{ .inputs.name }}" },
    mapping: { identifier: "{{ .inputs.name }}", team: "{{ .inputs.team }}" },
  },
  requiredApproval: true,
};
