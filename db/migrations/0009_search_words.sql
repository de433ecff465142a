-- Words are what stands between spaces and punctuation, in names and values alike. The parser of text alone takes "app-249"
-- for a word and a negative number, and an address on the web for one word, so that nobody found the parts.
ALTER TABLE "entities" DROP COLUMN "words";--> statement-breakpoint
CREATE FUNCTION waymark_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(words, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                ')
$$;--> statement-breakpoint
-- A tsvector holds at most 1 MB, so of very large values only the beginning counts.
CREATE OR REPLACE FUNCTION waymark_words(identifier text, title text, "values" jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('public.waymark'::regconfig, public.waymark_plain(identifier || ' ' || coalesce(title, ''))), 'A')
    || to_tsvector('public.waymark'::regconfig, public.waymark_plain(left(coalesce((
         SELECT string_agg(v #>> '{}', ' ') FROM jsonb_path_query("values", 'strict $.**') v WHERE jsonb_typeof(v) IN ('string', 'number')
       ), ''), 200000)))
$$;--> statement-breakpoint
ALTER TABLE "entities" ADD COLUMN "words" tsvector GENERATED ALWAYS AS (waymark_words(identifier, title, properties)) STORED;--> statement-breakpoint
CREATE INDEX "entities_words_idx" ON "entities" USING gin ("words");
