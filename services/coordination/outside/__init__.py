"""Bodies outside (仲裁、公证、法律援助、纪检监察等), and what is referred to them."""
