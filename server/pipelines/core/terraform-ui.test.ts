import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTerraformLine } from "./terraform-ui";

const ui = (message: Record<string, unknown>) =>
  parseTerraformLine(JSON.stringify({ "@level": "info", "@module": "terraform.ui", ...message }));

describe("parseTerraformLine", () => {
  it("reads the messages of the JSON UI", () => {
    expect(ui({ "@message": "Terraform 1.11.4", type: "version" }).line).toEqual({
      level: "info",
      text: "Terraform 1.11.4",
    });
    expect(ui({ "@message": "a.b: (local-exec): hi", type: "provision_progress" }).line?.text).toBe(
      "a.b: (local-exec): hi",
    );
    expect(
      ui({
        "@message": "Outputs: 2",
        type: "outputs",
        outputs: { b: { sensitive: true, value: "hunter2" }, a: { value: 1 } },
      }).line?.text,
    ).toBe("Outputs: b, a");
    expect(
      ui({ "@message": "x: Creation errored after 1s", "@level": "error", type: "apply_errored" }),
    ).toMatchObject({ line: { level: "error" }, completed: null });
  });

  it("knows what is really done, and by which id", () => {
    const hook = { resource: { addr: "a.b[0]" }, action: "create", id_key: "id", id_value: "42" };
    expect(ui({ "@message": "done", type: "apply_complete", hook }).completed).toEqual({
      address: "a.b[0]",
      action: "create",
      idKey: "id",
      idValue: "42",
    });
    expect(ui({ "@message": "going", type: "apply_start", hook }).completed).toBeNull();
    expect(
      ui({
        "@message": "done",
        type: "apply_complete",
        hook: { resource: { addr: "a.b" }, action: "delete" },
      }).completed,
    ).toEqual({ address: "a.b", action: "delete" });
  });

  it("takes diagnostics apart", () => {
    const diagnostic = {
      severity: "error",
      summary: "Invalid value",
      detail: "Because\n  of this.",
      address: "a.b",
      range: { filename: "main.tf", start: { line: 3 } },
    };
    expect(
      ui({ "@message": "Error: Invalid value", "@level": "error", type: "diagnostic", diagnostic }),
    ).toEqual({
      line: { level: "error", text: "Error: Invalid value (main.tf, line 3): Because of this." },
      diagnostic: {
        severity: "error",
        summary: "Invalid value",
        detail: "Because\n  of this.",
        address: "a.b",
      },
      completed: null,
    });
    expect(
      ui({
        "@message": "w",
        "@level": "warn",
        type: "diagnostic",
        diagnostic: { severity: "warning", summary: "Old" },
      }),
    ).toMatchObject({ line: { level: "warn", text: "Warning: Old" } });
  });

  it("reads what commands without the JSON UI print", () => {
    expect(parseTerraformLine("Initializing the backend...").line).toEqual({
      level: "info",
      text: "Initializing the backend...",
    });
    expect(parseTerraformLine("│ Error: Failed to install provider")).toMatchObject({
      line: { level: "error", text: "Error: Failed to install provider" },
      diagnostic: { severity: "error", summary: "Failed to install provider" },
    });
    for (const empty of ["", "   ", "╷", "╵", "│ "]) expect(parseTerraformLine(empty).line).toBeNull();
    expect(parseTerraformLine('{"json": "of a program"}').line?.text).toBe('{"json": "of a program"}');
  });

  it("shows the beginning of a message that was cut since it was too long", () => {
    const message = `terraform_data.x (local-exec): ${'"é\\\t'.repeat(5000)}`;
    const whole = JSON.stringify({ "@level": "info", "@message": message, type: "provision_progress" });
    for (const cut of [100, 101, 102, 103, 104, 105, 30_000]) {
      const { line } = parseTerraformLine(whole.slice(0, cut));
      expect(line?.level).toBe("info");
      expect(message.startsWith(line!.text)).toBe(true);
      expect(line!.text.length).toBeGreaterThan(40);
    }
  });

  it("takes any line", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.json(),
          fc.json().map((json) => `{"@message":"x","type":"diagnostic","diagnostic":${json}}`),
        ),
        (line) => void parseTerraformLine(line),
      ),
    );
  });
});
