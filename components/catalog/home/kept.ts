"use client";

import { useCallback, useEffect, useSyncExternalStore } from "react";

/** An entity that was looked at, as far as a list of them needs. */
export interface Visit {
  blueprint: string;
  identifier: string;
  title: string;
}

const FAVOURITES = "waymark.catalog.favourites";
const VISITS = "waymark.catalog.visits";
const MAX_VISITS = 8;
const CHANGED = "waymark:catalog-kept";
const NOTHING = "[]";

/** What this browser keeps under a key; nothing where storage is refused. */
function readText(key: string): string {
  try {
    return localStorage.getItem(key) ?? NOTHING;
  } catch {
    // Private windows may refuse storage: then nothing is kept.
    return NOTHING;
  }
}

function writeText(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** A list from storage, which anybody may have written: entries that are none are left out. */
export function readKept<T>(text: string, isEntry: (value: unknown) => value is T): T[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
export const isVisit = (value: unknown): value is Visit =>
  typeof value === "object" &&
  value !== null &&
  ["blueprint", "identifier", "title"].every((key) => isText((value as Record<string, unknown>)[key]));

/** The visits with one more at the front, each entity once. */
export const withVisit = (visits: readonly Visit[], visit: Visit): Visit[] =>
  [
    visit,
    ...visits.filter((other) => other.blueprint !== visit.blueprint || other.identifier !== visit.identifier),
  ].slice(0, MAX_VISITS);

function subscribe(notify: () => void): () => void {
  window.addEventListener("storage", notify);
  window.addEventListener(CHANGED, notify);
  return () => {
    window.removeEventListener("storage", notify);
    window.removeEventListener(CHANGED, notify);
  };
}

const useText = (key: string): string =>
  useSyncExternalStore(
    subscribe,
    () => readText(key),
    () => NOTHING,
  );

/** Blueprints that the reader has starred, in this browser, and a function that stars one or takes the star away. */
export function useFavourites(): [ReadonlySet<string>, (blueprint: string) => void] {
  const text = useText(FAVOURITES);
  const toggle = useCallback((blueprint: string) => {
    const now = readKept(readText(FAVOURITES), isText);
    writeText(
      FAVOURITES,
      now.includes(blueprint) ? now.filter((one) => one !== blueprint) : [...now, blueprint],
    );
  }, []);
  return [new Set(readKept(text, isText)), toggle];
}

/** Entities that the reader looked at last, in this browser, the latest first. */
export const useVisits = (): Visit[] => readKept(useText(VISITS), isVisit);

/** Keeps that an entity is looked at. */
export function useVisit(blueprint: string, identifier: string, title: string): void {
  useEffect(() => {
    writeText(VISITS, withVisit(readKept(readText(VISITS), isVisit), { blueprint, identifier, title }));
  }, [blueprint, identifier, title]);
}
