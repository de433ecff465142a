import { describe, expect, it } from "vitest";
import { chooseAccount } from "@/db/embedded/account";

const passwd = "root:x:0:0:root:/root:/bin/bash\nnobody:*:-2:-2:none:/:/usr/bin/false\n";

describe("the account of the embedded server", () => {
  it("is our own, unless we are root", () => {
    expect(chooseAccount(passwd, 1000)).toBeUndefined();
    expect(chooseAccount(passwd, undefined)).toBeUndefined();
  });

  it("is postgres for root, where there is one", () => {
    const rows = passwd + "postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
    expect(chooseAccount(rows, 0)).toEqual({ name: "postgres", uid: 101, gid: 104 });
  });

  it("is nobody otherwise, also where its number is written as negative", () => {
    expect(chooseAccount(passwd, 0)).toEqual({ name: "nobody", uid: 4294967294, gid: 4294967294 });
  });

  it("is refused in one sentence where root has no lesser account", () => {
    expect(() => chooseAccount("root:x:0:0::/root:/bin/sh\n", 0)).toThrow(
      /start as another user, or set DATABASE_URL/,
    );
  });
});
