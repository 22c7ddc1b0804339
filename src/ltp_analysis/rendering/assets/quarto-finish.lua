-- For Quarto only: what the embedded engine does to pages, so that both have one outline, one style
-- sheet and the same links. The title of a page is its only heading of the first level; wide tables
-- scroll; each page leads to all reports and to its other formats. And in Word, where Quarto leaves
-- pictures without a text, they keep theirs.

local NAMES = { { "pdf", "PDF" }, { "docx", "Word" } }
local HOME = "index"

local function number_and_shift(doc)
  local numbered, counts = PANDOC_WRITER_OPTIONS.number_sections, {}
  return doc:walk({
    traverse = "topdown",
    Header = function(header)
      if numbered and not header.classes:includes("unnumbered") then
        counts[header.level] = (counts[header.level] or 0) + 1
        for level = header.level + 1, 9 do
          counts[level] = nil
        end
        local parts = {}
        for level = 1, header.level do
          parts[level] = tostring(counts[level] or 0)
        end
        local shown = pandoc.Span(table.concat(parts, "."), { class = "header-section-number" })
        header.content:insert(1, pandoc.Space())
        header.content:insert(1, shown)
        -- Or Pandoc would number it once more.
        header.classes:insert("unnumbered")
      end
      header.level = header.level + 1
      return header
    end,
  })
end

local function scroll(tbl)
  local attributes = { { "tabindex", "0" }, { "role", "region" }, { "aria-label", "Table" } }
  return pandoc.Div({ tbl }, pandoc.Attr("", { "scroll" }, attributes))
end

local function callout(div)
  local kind = div.classes[1] and div.classes[1]:match("^boxed%-(%a+)$")
  if kind then
    div.classes = { "callout", "callout-" .. kind }
    return div
  end
end

local function alt_text(image)
  local alt = image.attributes.alt or image.attributes["fig-alt"]
  if alt then
    image.caption = { pandoc.Str(alt) }
    return image
  end
end

function Pandoc(doc)
  if FORMAT:match("docx") then
    return doc:walk({ Image = alt_text })
  elseif not FORMAT:match("html") then
    return nil
  end
  local name = pandoc.path.split_extension(pandoc.path.filename(PANDOC_STATE.output_file))
  if name ~= HOME then
    -- Quarto renders one format at a time; `ltp report` says which others are made.
    local made = os.getenv("LTP_FORMATS") or "pdf,docx"
    local others = pandoc.List({})
    for _, format in ipairs(NAMES) do
      if made:find(format[1], 1, true) then
        others:insert({ name = format[2], file = name .. "." .. format[1] })
      end
    end
    doc.meta.home = HOME .. ".html"
    doc.meta["other-formats"] = others
  end
  return number_and_shift(doc):walk({ Table = scroll, Div = callout })
end
