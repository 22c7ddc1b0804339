-- What every format needs, done once: headings, figures and tables are numbered, cross-references
-- and citations resolved, and callouts given their titles. What a document may hold was checked
-- before, in check.py; here everything is taken to be sound.

local WORDS = { fig = "Figure", tbl = "Table", sec = "Section" }
local CALLOUTS =
  { note = "Note", tip = "Tip", important = "Important", warning = "Warning", caution = "Caution" }
local NBSP = "\u{a0}"

local function kind_of(id)
  local prefix = id:match("^(%a+)%-")
  return prefix and WORDS[prefix:lower()] and prefix:lower()
end

-- A heading that only gives a callout its title is not a section: make it the attribute's twin.
local function callout(div)
  local kind
  for _, class in ipairs(div.classes) do
    kind = kind or class:match("^callout%-(%a+)$")
  end
  local word = CALLOUTS[kind]
  if not word then
    return nil
  end
  local title = pandoc.Inlines({})
  local first = div.content[1]
  if div.attributes.title then
    local read = pandoc.read(div.attributes.title, "markdown")
    title = pandoc.utils.blocks_to_inlines(read.blocks)
    div.attributes.title = nil
  elseif first and first.t == "Header" then
    title = first.content
    div.content:remove(1)
  end
  local label = pandoc.Span(#title > 0 and word .. ":" or word, { class = "callout-type" })
  if #title > 0 then
    title:insert(1, pandoc.Space())
  end
  title:insert(1, label)
  div.content:insert(1, pandoc.Plain(title))
  div.classes:insert(1, "callout")
  return div
end

local function number(doc, sections)
  local numbers, counts, levels = {}, { fig = 0, tbl = 0 }, {}
  local function caption(el)
    local kind = kind_of(el.identifier)
    if not counts[kind] then
      return nil
    end
    counts[kind] = counts[kind] + 1
    local shown = tostring(counts[kind])
    numbers[el.identifier] = shown
    local words = pandoc.utils.blocks_to_inlines(el.caption.long)
    words:insert(1, pandoc.Str(WORDS[kind] .. NBSP .. shown .. ":"))
    words:insert(2, pandoc.Space())
    el.caption.long = { pandoc.Plain(words) }
    return el
  end
  doc = doc:walk({
    traverse = "topdown",
    Figure = caption,
    Table = caption,
    Header = function(header)
      if header.classes:includes("unnumbered") then
        return nil
      end
      levels[header.level] = (levels[header.level] or 0) + 1
      for level = header.level + 1, 9 do
        levels[level] = nil
      end
      local parts = {}
      for level = 1, header.level do
        parts[level] = levels[level] or 0
      end
      local shown = table.concat(parts, ".")
      numbers[header.identifier] = shown
      if sections then
        header.content:insert(1, pandoc.Space())
        header.content:insert(1, pandoc.Span(shown, { class = "header-section-number" }))
        return header
      end
    end,
  })
  return doc, numbers
end

local function resolve(doc, numbers)
  return doc:walk({
    Cite = function(cite)
      local shown = pandoc.Inlines({})
      for index, citation in ipairs(cite.citations) do
        local kind = kind_of(citation.id)
        if not kind then
          return nil
        end
        local id = citation.id:sub(1, 1):lower() .. citation.id:sub(2)
        local words = pandoc.Inlines({})
        if #citation.prefix > 0 then
          words:extend(citation.prefix)
          words:insert(pandoc.Str(NBSP))
        elseif citation.mode ~= "SuppressAuthor" then
          words:insert(pandoc.Str(WORDS[kind] .. NBSP))
        end
        words:insert(pandoc.Str(numbers[id]))
        if index > 1 then
          shown:extend({ pandoc.Str(","), pandoc.Space() })
        end
        shown:insert(pandoc.Link(words, "#" .. id, "", { class = "quarto-xref" }))
      end
      return shown
    end,
  })
end

local function alt_text(image)
  local alt = image.attributes["fig-alt"]
  image.attributes["fig-alt"] = nil
  image.attributes.alt = alt
  image.caption = { pandoc.Str(alt) }
  return image
end

local function drop_comments(raw)
  if raw.format == "html" and raw.text:match("^%s*<!%-%-") then
    return {}
  end
end

function Pandoc(doc)
  local numbers
  doc = doc:walk({
    RawBlock = drop_comments,
    RawInline = drop_comments,
    Image = alt_text,
    Div = callout,
  })
  doc, numbers = number(doc, doc.meta["number-sections"] == true)
  doc = resolve(doc, numbers)
  if doc.meta.bibliography then
    doc = pandoc.utils.citeproc(doc)
    -- Word would keep the paths of these files.
    doc.meta.bibliography, doc.meta.csl, doc.meta.references = nil, nil, nil
  end
  doc.meta["number-sections"] = nil
  doc.meta["link-citations"], doc.meta.nocite = nil, nil
  return doc
end
