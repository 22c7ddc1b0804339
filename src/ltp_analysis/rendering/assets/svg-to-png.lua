-- Word shows SVG poorly: take the PNG of the same name that lies beside it, lower if with its caption it
-- would not fit on a page.
-- Needs nothing but Pandoc, so Quarto can list it under `filters:` as well.

local TALLEST = 190 -- millimetres
local INCH = 25.4

local function height_of(src)
  local _, contents = pandoc.mediabag.fetch(src)
  local size = pandoc.image.size(contents)
  return size.height / size.dpi_vert * INCH
end

function Image(image)
  local png, replaced = image.src:gsub("%.[sS][vV][gG]$", ".png")
  if not FORMAT:match("docx") or replaced == 0 then
    return nil
  end
  image.src = png
  local sized = image.attributes.width or image.attributes.height
  if not sized and height_of(png) > TALLEST then
    image.attributes.height = TALLEST .. "mm"
  end
  return image
end
