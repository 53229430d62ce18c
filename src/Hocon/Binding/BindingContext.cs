using System.Globalization;
using System.Text;

namespace Helios.Hocon;

/// <summary>What one binding collects. The path is kept as its parts and put together only for a fault.</summary>
internal sealed class BindingContext(string[] prefix)
{
    private readonly List<(string? Key, int Index)> _place = [.. prefix.Select(key => ((string?)key, 0))];

    private readonly HashSet<HoconOrigin> _linted = [];

    internal FaultList Faults { get; } = new();

    internal List<HoconLint> Lints { get; } = [];

    internal string Path
    {
        get
        {
            StringBuilder path = new();
            foreach ((string? key, int index) in _place)
            {
                if (key is null)
                {
                    path.Append(CultureInfo.InvariantCulture, $"[{index}]");
                }
                else
                {
                    path.Append(path.Length > 0 ? "." : "").Append(Quoting.Key(key));
                }
            }

            return path.ToString();
        }
    }

    internal void Enter(string key) => _place.Add((key, 0));

    internal void Enter(int index) => _place.Add((null, index));

    internal void Leave() => _place.RemoveAt(_place.Count - 1);

    /// <summary>Reports a fault of the place at hand; the phrase follows the path.</summary>
    internal void Fault(HoconOrigin origin, string phrase)
    {
        string path = Path;
        Faults.Add(origin, path.Length == 0 ? phrase : $"{path} {phrase}", path);
    }

    internal void Lint(HoconOrigin origin, string phrase)
    {
        // A default that ten thousand containers inherit is one place in the file.
        if (_linted.Add(origin))
        {
            string path = Path;
            Lints.Add(new HoconLint(origin, $"{path} {phrase}", path));
        }
    }
}
