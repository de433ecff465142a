import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { EnvHttpProxyAgent, fetch } from "undici";
import { SignatureError, verifyDetached, type SigningKey } from "@/scripts/start/openpgp";
import { opentofuKey } from "@/scripts/start/opentofu-key";
import { Problem } from "@/scripts/start/problem";
import { fetchedTofu } from "@/scripts/start/terraform";
import { unzipFile, ZipError } from "@/scripts/start/unzip";

/** The release that is fetched. A fixed one, so that every installation runs the same. */
export const opentofuVersion = "1.12.5";

const officialReleases = "https://github.com/opentofu/opentofu/releases/download";
const byHand =
  "install OpenTofu or Terraform yourself (https://opentofu.org/docs/intro/install) and start again";

/** Larger answers are cut (bytes): the archive has about 30 MB, the sums some kilobytes. */
const limits = { archive: 200_000_000, text: 200_000 };
/** Long enough for 30 MB over a slow line, in ms. */
const patienceMs = 600_000;

export type FetchOptions = {
  dataDir: string;
  /** Base address of the releases; WAYMARK_OPENTOFU_RELEASES for a mirror. */
  releases?: string;
  key?: SigningKey;
  platform?: NodeJS.Platform;
  architecture?: string;
  onProgress?: (text: string) => void;
};

/** The archive's name for a platform, in the words of the Go world. Throws Problem where none is released. */
export function archiveName(platform: string, architecture: string): string {
  const arch = { x64: "amd64", arm64: "arm64", arm: "arm", ia32: "386" }[architecture];
  if (!["linux", "darwin", "freebsd", "openbsd"].includes(platform) || !arch) {
    throw new Problem(`No OpenTofu is released for ${platform} on ${architecture}: ${byHand}.`);
  }
  return `tofu_${opentofuVersion}_${platform}_${arch}.zip`;
}

/**
 * Fetches OpenTofu into the data folder. The list of checksums must carry the signature of the OpenTofu project, and the
 * archive the checksum of that list; otherwise nothing is written.
 *
 * @returns path of the program
 * @throws Problem with one sentence about what does not fit
 */
export async function fetchOpentofu(options: FetchOptions): Promise<string> {
  const archive = archiveName(options.platform ?? process.platform, options.architecture ?? process.arch);
  const base = `${options.releases ?? officialReleases}/v${opentofuVersion}`;
  const sumsName = `tofu_${opentofuVersion}_SHA256SUMS`;
  const sums = await download(`${base}/${sumsName}`, limits.text);
  const signature = await download(`${base}/${sumsName}.gpgsig`, limits.text);
  checkSignature(sums, signature, options.key ?? opentofuKey());
  const expected = sumFor(sums.toString("utf8"), archive);
  const zip = await download(`${base}/${archive}`, limits.archive, options.onProgress);
  if (createHash("sha256").update(zip).digest("hex") !== expected) {
    throw new Problem(
      `${archive} does not have the checksum that OpenTofu published, so it was not installed: try again, or ${byHand}.`,
    );
  }
  const program = unpack(zip, archive);
  const target = fetchedTofu(options.dataDir);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  fs.writeFileSync(draft, program, { mode: 0o755 });
  fs.renameSync(draft, target);
  return target;
}

function checkSignature(sums: Buffer, signature: Buffer, key: SigningKey): void {
  try {
    verifyDetached(sums, signature, key);
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw new Problem(
      `The signature of OpenTofu's checksums is not valid (${error.message}), so nothing was installed: ${byHand}.`,
    );
  }
}

/** The checksum of one file in a list as `sha256sum` writes it. */
function sumFor(sums: string, archive: string): string {
  const line = sums
    .split("\n")
    .find((text) => text.trim().endsWith(` ${archive}`) || text.trim().endsWith(`*${archive}`));
  const sum = line?.trim().split(/\s/)[0]?.toLowerCase();
  if (sum && /^[0-9a-f]{64}$/.test(sum)) return sum;
  throw new Problem(
    `The list of OpenTofu's checksums does not name ${archive}, so nothing was installed: ${byHand}.`,
  );
}

function unpack(zip: Buffer, archive: string): Buffer {
  try {
    return unzipFile(zip, "tofu");
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw new Problem(
      `${archive} cannot be unpacked (${error.message}), so it was not installed: ${byHand}.`,
    );
  }
}

async function download(
  address: string,
  limit: number,
  onProgress?: (text: string) => void,
): Promise<Buffer> {
  // Behind a company's proxy HTTPS_PROXY is the only way out.
  const agent = new EnvHttpProxyAgent();
  try {
    const response = await fetch(address, { dispatcher: agent, signal: AbortSignal.timeout(patienceMs) });
    if (!response.ok || !response.body)
      throw new Problem(`${address} answers ${response.status}, so nothing was installed: ${byHand}.`);
    const total = Number(response.headers.get("content-length") ?? 0);
    const chunks: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (received > limit)
        throw new Problem(
          `${address} is larger than any OpenTofu release, so nothing was installed: ${byHand}.`,
        );
      chunks.push(chunk);
      if (total > 0)
        onProgress?.(`Fetching OpenTofu ${opentofuVersion}, ${Math.floor((received / total) * 100)} %`);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const cause = (error as { cause?: Error }).cause ?? (error as Error);
    throw new Problem(
      `${address} cannot be fetched (${cause.message}): check network and HTTPS_PROXY, or ${byHand}.`,
    );
  } finally {
    await agent.destroy();
  }
}
