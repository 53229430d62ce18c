namespace Helios.Hocon.Tests.Parsing;

public class ManualTests
{
    /// <summary>The example of docs/hocon.md, without its includes.</summary>
    [Fact]
    public void The_example_of_the_manual_means_what_the_manual_says()
    {
        HoconOptions options = new() { Environment = name => name == "HOME" ? "/root" : null };
        HoconObject root = HoconParser.Parse(
            """
            defaults {
              memory = 64MiB                      # a size
              environment { LANG = C.UTF-8 }
              restart { first-delay = 250ms, max-delay = 30s }
            }

            fleet.containers {                    # a.b.c is a { b { c } }
              web = ${defaults} {                 # inherit, then override
                command = [/bin/web, --port, 80]  # no quotes needed for plain words
                environment { HOME = ${HOME} }    # not defined in the file: from the environment
                environment.DEBUG = ${?DEBUG}     # left out when there is no DEBUG
                depends-on += db                  # append to whatever list is there
              }
              db = ${defaults} { command = "/bin/db --data '/var/lib/my db'" }
            }
            """,
            options).Root;

        HoconObject web = root.GetObject("fleet.containers.web");
        Assert.Equal(["/bin/web", "--port", "80"], web.GetStringList("command"));
        Assert.Equal("""{"LANG":"C.UTF-8","HOME":"/root"}""", web.GetObject("environment").ToString());
        Assert.Equal(["db"], web.GetStringList("depends-on"));
        Assert.Equal(TimeSpan.FromSeconds(30), web.GetTimeSpan("restart.max-delay"));
        Assert.Equal(64 << 20, root.GetBytes("fleet.containers.db.memory"));
    }
}
