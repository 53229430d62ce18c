using System.Globalization;

namespace Helios.Hocon;

/// <summary>Finds the place of a setting after binding.</summary>
internal static class BoundOrigins
{
    /// <summary>The origin of a path, or of its nearest ancestor that the file has. Numeric elements index lists.</summary>
    internal static HoconOrigin OriginIn(HoconObject source, HoconPath path)
    {
        HoconValue at = source;
        foreach (string key in path.Elements)
        {
            HoconValue? next = null;
            if (at is HoconObject inner)
            {
                inner.TryGetField(key, out next);
            }
            else if (at is HoconArray array && int.TryParse(key, CultureInfo.InvariantCulture, out int index) && index >= 0 && index < array.Count)
            {
                next = array[index];
            }

            if (next is null)
            {
                break;
            }

            at = next;
        }

        return at.Origin;
    }
}
