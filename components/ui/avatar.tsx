import { cn } from "./cn";
import { avatarHue, initials } from "./initials";

export interface AvatarProps {
  name: string;
  size?: "sm" | "md" | "lg";
  /** Square for a team, round for a person. */
  shape?: "person" | "team";
  className?: string;
}

const sizes = { sm: "size-5 text-[0.5625rem]", md: "size-6 text-2xs", lg: "size-9 text-sm" };

/** Initials on a colour that is stable for the name. Decorative: the name stands beside it. */
export function Avatar({ name, size = "md", shape = "person", className }: AvatarProps) {
  return (
    <span
      aria-hidden
      data-hue={avatarHue(name)}
      className={cn(
        "hue-surface inline-flex shrink-0 items-center justify-center font-semibold tracking-tight select-none",
        shape === "person" ? "rounded-full" : "rounded-sm",
        sizes[size],
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
